import { useMutation, useQueryClient } from '@tanstack/react-query';
import { postJson } from '../../api/client.ts';

/** Asks for a change of what people may, and shows it once it is recorded. */
export function useChange(path: string, onDone: () => void = () => {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) => postJson(path, body),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['org'] });
      onDone();
    },
  });
}
