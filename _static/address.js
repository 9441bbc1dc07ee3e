/* What a reader chose stands in the address of the page, so that it can be kept, shared and restored. */
(function () {
  "use strict";

  const PAUSE = 150; // ms: a slider moves more often than browsers let an address change
  const pending = {};
  let waiting;
  let place = null;

  /* The values in the address by name; `known` leaves out what is not ours. */
  function read(known) {
    return Array.from(new URLSearchParams(location.search)).filter(([name]) => known.includes(name));
  }

  /* Values by name, null for what is not to be in the address, and the fragment that it leads to. */
  function write(values, fragment) {
    Object.assign(pending, values);
    if (fragment !== undefined) place = fragment;
    clearTimeout(waiting);
    waiting = setTimeout(flush, PAUSE);
  }

  function flush() {
    clearTimeout(waiting);
    const address = new URL(location.href);
    Object.entries(pending).forEach(([name, value]) => {
      if (value === null) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
      delete pending[name];
    });
    if (place !== null) address.hash = place;
    place = null;
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // A page opened as a file may not change its address; the link that is copied is right all the same.
    }
    return address.href;
  }

  /* Copy the address and say so; where the browser does not allow it, say the address itself. */
  async function copy(says) {
    const address = flush();
    try {
      await navigator.clipboard.writeText(address);
      says("The link is copied.");
    } catch {
      says("This browser lets no page copy. The link is: " + address);
    }
  }

  window.bookAddress = { read, write, copy };
})();
