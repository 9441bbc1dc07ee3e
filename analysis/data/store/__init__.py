"""From files to numbers that their manifests vouch for, and the catalogue over all of them."""
