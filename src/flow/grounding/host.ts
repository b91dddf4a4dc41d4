// Whose a host is: what somebody registered is theirs with all that is below it, but for hosts at which
// anybody has a box, a page or a name of their own. Under which names anybody may register, the Public Suffix
// List says; its private part names most of those at which anybody may have one.

import { parse } from 'tldts';

const BY_LIST = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };

/** Those that the list leaves out, by what somebody called them: mailboxes, pages, files, tenants. */
const SHARED = new Set(
  `gmail googlemail google outlook hotmail live msn yahoo ymail icloud aol gmx proton protonmail pm zoho
    yandex mail web fastmail tutanota qq 163 126 139 me mac aim hey inbox rocketmail tuta duck posteo
    mailbox foxmail sina sohu naver daum hanmail rediffmail seznam libero virgilio laposte orange
    wanadoo free sfr t-online freenet comcast verizon att sbcglobal bellsouth cox btinternet sky
    virginmedia bigpond rogers rambler uol bol terra ukr onet wp interia ziggo bluewin mozmail
    mailinator yopmail guerrillamail github gitlab bitbucket codeberg sourceforge npmjs pypi huggingface
    codepen codesandbox stackblitz glitch ngrok notion medium wordpress weebly squarespace tumblr
    substack ghost blogspot webnode jimdosite mystrikingly neocities amazonaws azure windows googleapis
    googleusercontent backblazeb2 wasabisys b-cdn fastly no-ip onmicrosoft sharepoint office dropbox box
    egnyte wetransfer shopify bigcartel atlassian zendesk freshdesk slack discord salesforce force
    service-now okta auth0 hubspot hs-sites statuspage bamboohr greenhouse myworkdayjobs list-manage
    mailchimpsites sendgrid mailgun airtable trello typeform jotform formstack surveymonkey calendly
    eventbrite facebook facebookmail instagram linkedin twitter reddit youtube tiktok pinterest telegram
    whatsapp`.split(/\s+/),
);
/** And whole: short ones, and names within a cluster or a cloud. */
const SHARED_WHOLE = new Set(
  't.me t.co youtu.be bit.ly page.link loca.lt cluster.local compute.internal ec2.internal'.split(' '),
);

/** Whether anybody may have a box, a page, a file or a name there. */
export function isShared(host: string): boolean {
  return ownSiteOf(host) === null;
}

/** What somebody registered: `corp.co.uk` of `mail.corp.co.uk`; where nobody did, the host itself. */
export function registeredOf(host: string): string {
  const { name, domain } = lookUp(host);
  return domain ?? name;
}

/** What somebody registered for themselves alone; null where the host is shared. */
export function ownSiteOf(host: string): string | null {
  const { name, domain, isPrivate } = lookUp(host);
  if (isPrivate === true) return null;
  if (domain === null) return name;
  return SHARED_WHOLE.has(domain) || SHARED.has(domain.slice(0, domain.indexOf('.'))) ? null : domain;
}

function lookUp(host: string) {
  const name = host.replace(/:\d+$/, '');
  const { domain, isPrivate } = parse(name, BY_LIST);
  return { name, domain, isPrivate };
}
