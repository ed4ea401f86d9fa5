import { Button, type ButtonProps } from '@mantine/core';
import { type ComponentProps, useLayoutEffect, useRef } from 'react';

interface BusyButtonProps extends ButtonProps, Omit<ComponentProps<'button'>, keyof ButtonProps | 'ref'> {
  loading: boolean;
}

/** A button whose work takes a while. It is disabled meanwhile, which costs it the focus; afterwards it has it back. */
export function BusyButton(props: BusyButtonProps) {
  const { loading } = props;
  const button = useRef<HTMLButtonElement>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    if (loading) {
      hadFocus.current = document.activeElement === button.current;
    } else if (hadFocus.current) {
      hadFocus.current = false;
      if (document.activeElement === document.body) {
        button.current?.focus();
      }
    }
  }, [loading]);
  return <Button ref={button} {...props} />;
}
