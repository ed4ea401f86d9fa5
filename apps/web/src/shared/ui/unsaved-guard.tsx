import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useBeforeUnload, useBlocker } from 'react-router';
import { Dialog } from './dialog';

/** Asks before a screen with changes that were not saved is left; a session that ended is not asked. */
export function UnsavedGuard({ changed }: { changed: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(({ nextLocation }) => changed && nextLocation.pathname !== '/sign-in');
  useBeforeUnload((event) => {
    if (changed) {
      event.preventDefault();
    }
  });
  if (blocker.state !== 'blocked') {
    return null;
  }
  return (
    <Dialog
      onClose={() => blocker.reset()}
      title={t('unsaved.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <p>{t('unsaved.text')}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.proceed()}>
          {t('unsaved.leave')}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset()}>
          {t('unsaved.stay')}
        </Button>
      </Group>
    </Dialog>
  );
}
