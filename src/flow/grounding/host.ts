// Whose a host is: what somebody registered is theirs with all that is below it, but for hosts at which
// anybody has a box, a page or a name of their own.

/** Before the country: `corp.co.uk`. */
const SECOND = new Set(['co', 'com', 'org', 'net', 'ac', 'gov', 'edu']);

/** Where anybody has a box, a page or a name: being there says nothing of whose it is. */
const SHARED = new RegExp(
  '^(?:gmail|googlemail|google|outlook|hotmail|live|msn|yahoo|ymail|icloud|aol|gmx|proton(?:mail)?|pm|' +
    'zoho|yandex|mail|web|fastmail|tutanota|qq|163|github|gitlab|bitbucket|notion|medium|wordpress|' +
    'blogspot|herokuapp|netlify|vercel|pages|amazonaws|cloudfront|azurewebsites|sharepoint|dropbox|' +
    'ngrok(?:-free)?|surge|firebaseapp|githubusercontent|appspot|googleapis|googleusercontent|workers|r2|' +
    'trycloudflare|azureedge|azurefd|windows|onrender|railway|fly|glitch|replit|repl|deno|supabase|' +
    'digitaloceanspaces|linodeobjects|backblazeb2|myshopify|shopify|webflow|wixsite|weebly|squarespace|' +
    'tumblr|substack|ghost|readthedocs|gitbook|atlassian|zendesk|freshdesk|slack|salesforce|force|' +
    'hubspot|statuspage|duckdns|ddns|dyndns|no-ip|altervista|neocities|pythonanywhere)\\.',
);

export function isShared(host: string): boolean {
  return SHARED.test(registeredOf(host));
}

/** What somebody registered: `corp.co.uk` of `mail.corp.co.uk`. */
export function registeredOf(host: string): string {
  const labels = host.replace(/:\d+$/, '').split('.');
  const at = SECOND.has(labels.at(-2) ?? '') && labels.length > 2 ? -3 : -2;
  return labels.slice(at).join('.');
}
