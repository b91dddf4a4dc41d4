// Where a hold's link leads while no console is built: it tells an approver what to run, and strangers
// nothing, not even whether it exists, or could.

const ID = /^hold_[0-9a-z]{16}$/;

/** What is no id of a hold is not repeated. */
export function holdPage(asked: string): Response {
  const id = ID.test(asked) ? asked : 'HOLD';
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Holdpoint: a hold</title>
<h1>A hold</h1>
<p>Where an action waits for people, to see it, and to approve or reject it, an approver runs:</p>
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
