import { useDeferredValue, useEffect, useState } from 'react';

const PAUSE_MS = 350;

/** What is typed, once nobody has typed for a moment. */
export function useSettled<Value>(value: Value): Value {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(settled);
}
