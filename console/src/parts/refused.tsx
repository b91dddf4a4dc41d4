import { ApiFailure } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { UntrustedLine } from './untrusted.tsx';

/** What was asked for was not done: why, and what to do about it. */
export function Refused({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  const { problems = [], reasons = [] } = (error instanceof ApiFailure ? error.details : null) ?? {};
  return (
    <div role="alert" className="text-sm text-deny">
      <p className="first-letter:uppercase">
        {reasons.length > 1 ? `Denied, for ${reasons.length} reasons` : explain(error)}
      </p>
      {reasons.length > 1 &&
        reasons.map(({ code, lift }) => (
          <p key={code}>
            <code className="font-mono text-xs">{code}</code> <UntrustedLine text={lift} most={600} />
          </p>
        ))}
      {problems.map(({ message }) => (
        <p key={message} className="font-mono text-xs">
          <UntrustedLine text={message} most={400} />
        </p>
      ))}
    </div>
  );
}
