#!/usr/bin/env bash
# Tells of a failed run in the issue TITLE: in the one that is open, or in a new one. SAID may name a file with what was said.
set -euo pipefail
run="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
text=$(mktemp)
printf 'See %s\n' "$run" > "$text"
if [ -s "${SAID:-}" ]; then
  { printf '\n```\n'; tail -n 100 "$SAID"; printf '```\n'; } >> "$text"
fi
open=$(gh issue list --repo "$GITHUB_REPOSITORY" --state open --search "in:title \"$TITLE\"" --json number --jq '.[0].number // empty')
if [ -n "$open" ]; then
  gh issue comment "$open" --repo "$GITHUB_REPOSITORY" --body-file "$text"
else
  gh issue create --repo "$GITHUB_REPOSITORY" --title "$TITLE" --body-file "$text"
fi
