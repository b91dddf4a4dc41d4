import { useMutation, useQueryClient } from '@tanstack/react-query';
import { postJson } from './client.ts';

/** Asks for a change of what the organisation decides, and shows it once it is recorded. */
export function useChange<Answer>(path: string, onDone: (answer: Answer) => void = () => {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => postJson<Answer>(path, body),
    async onSuccess(answer) {
      await client.invalidateQueries({ queryKey: ['org'] });
      onDone(answer);
    },
  });
}
