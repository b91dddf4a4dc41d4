// Where a hold's link leads: it tells an approver what to run, and strangers nothing, not even whether it
// exists.

const ID = /^hold_[0-9a-z]{16}$/;

/** Null where the id is not one of a hold. */
export function holdPage(id: string): Response | null {
  if (!ID.test(id)) return null;
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Holdpoint: ${id}</title>
<h1>Hold ${id}</h1>
<p>An action waits for people. To see it, and to approve or reject it, an approver runs:</p>
<pre>holdpoint hold show ${id}
holdpoint approve ${id} --reason "…"
holdpoint reject ${id} --reason "…"</pre>
</html>
`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
