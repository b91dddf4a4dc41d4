import { useMutation, useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import type { ProviderSignIn as Going } from '../../../src/surfaces/http/contract/browser.ts';
import { postJson } from '../api/client.ts';
import { useNamedPage } from '../api/named-page.ts';
import { waysQuery } from '../api/queries.ts';
import { Button } from './button.tsx';
import { Refused } from './refused.tsx';

/** Goes to the identity provider, where there is one; it leads back to `/sign-in`. */
export function ProviderSignIn() {
  const { data } = useQuery(waysQuery);
  const elsewhere = useNamedPage();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => postJson<Going>('/session/provider', {}),
    onSuccess: ({ url }) => location.assign(url),
  });
  if (data === undefined || data.provider === null) return null;
  if (elsewhere !== null) {
    return (
      <p className="mt-4 text-center text-sm">
        To sign in with {data.provider.name}, open <a href={elsewhere}>{elsewhere}</a>
      </p>
    );
  }
  return (
    <div className="mt-4 flex flex-col items-center gap-2">
      <Button disabled={isPending} onClick={() => mutate()}>
        <LogIn size={14} aria-hidden />
        Sign in with {data.provider.name}
      </Button>
      <Refused error={error} />
    </div>
  );
}
