import { Button } from '@mantine/core';
import { IconUserCircle } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { latePart } from '../../shared/late/late-part';
import { useViewer } from '../../shared/session/viewer';
import classes from './user-menu.module.css';

const load = () => import('./user-menu-choices');
const Choices = latePart(async () => (await load()).UserMenuChoices);

/** The button with the viewer's name; what it opens is fetched when it is first wanted. */
export function UserMenu({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [wanted, setWanted] = useState(false);
  const button = (
    <Button
      variant="subtle"
      color="gray"
      px="xs"
      aria-label={t('menu.open', { name: viewer.name })}
      aria-haspopup="menu"
      leftSection={<IconUserCircle size={20} stroke={1.7} aria-hidden />}
      classNames={{ section: classes.section, label: classes.name }}
      onPointerEnter={() => void load()}
      onClick={() => setWanted(true)}
    >
      {viewer.name}
    </Button>
  );
  return wanted ? (
    <Suspense fallback={button}>
      <Choices target={button} onKeys={onKeys} />
    </Suspense>
  ) : (
    button
  );
}
