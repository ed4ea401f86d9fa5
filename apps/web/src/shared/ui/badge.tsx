import type { IconProps } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import classes from './badge.module.css';

export type Tone = 'good' | 'bad' | 'warn' | 'active' | 'still';

interface BadgeProps {
  tone: Tone;
  icon?: ComponentType<IconProps>;
  title?: string | undefined;
  children: ReactNode;
}

/** A state in a word, with an icon so that colour never says it alone. */
export function Badge({ tone, icon: Icon, title, children }: BadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone} title={title}>
      {Icon && <Icon size={14} stroke={2} aria-hidden />}
      <span>{children}</span>
    </span>
  );
}
