// Whose a host is: what somebody registered is theirs with all that is below it, but for hosts at which
// anybody has a box, a page or a name of their own. Under which names anybody may register, the Public Suffix
// List says; its private part names most of those at which anybody may have one.

import { parse } from 'tldts';

const BY_LIST = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };

/** Those that the list leaves out: everybody's mailboxes, and pages and files by path or below one name. */
const SHARED = new RegExp(
  '^(?:gmail|googlemail|google|outlook|hotmail|live|msn|yahoo|ymail|icloud|aol|gmx|proton(?:mail)?|pm|' +
    'zoho|yandex|mail|web|fastmail|tutanota|qq|163|github|gitlab|bitbucket|notion|medium|wordpress|' +
    'amazonaws|googleapis|googleusercontent|windows|sharepoint|dropbox|ngrok|glitch|backblazeb2|shopify|' +
    'weebly|squarespace|tumblr|substack|ghost|atlassian|zendesk|freshdesk|slack|salesforce|force|hubspot|' +
    'statuspage|no-ip|neocities)\\.',
);

/** Whether anybody may have a box, a page, a file or a name there. */
export function isShared(host: string): boolean {
  const { domain, isPrivate } = parse(nameOf(host), BY_LIST);
  return isPrivate === true || SHARED.test(domain ?? host);
}

/** What somebody registered: `corp.co.uk` of `mail.corp.co.uk`; where nobody did, the host itself. */
export function registeredOf(host: string): string {
  const name = nameOf(host);
  return parse(name, BY_LIST).domain ?? name;
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}
