import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { operatorsQuery } from '../../api/queries.ts';

/** A person by their name where that is known, and where more stands about them. */
export function OperatorLink({ id }: { readonly id: string }) {
  const { data } = useQuery(operatorsQuery);
  const name = data?.operators.find((one) => one.id === id)?.name ?? id;
  return (
    <Link
      to="/operators/$operator"
      params={{ operator: id }}
      title={id}
      className="truncate font-medium text-accent underline underline-offset-2"
    >
      {name}
    </Link>
  );
}
