import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from './logo';
import classes from './welcome.module.css';

/** The sheet shown before anybody is signed in. */
export function Welcome({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <title>{`${title} · Callboard`}</title>
      <div className={classes.sheet}>
        <Logo />
        <Title order={1} mt="lg" mb="md">
          {title}
        </Title>
        {children}
      </div>
    </main>
  );
}
