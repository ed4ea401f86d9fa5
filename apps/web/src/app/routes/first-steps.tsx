import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { zadarmaSettingsQuery } from '../../features/settings/queries';
import { Notice } from '../../shared/ui/notice';

/** Leads an administrator to what calls need first: a PBX that tells of them. */
export function FirstSteps() {
  const { t } = useTranslation();
  const { data: settings } = useQuery(zadarmaSettingsQuery());
  if (!settings || (settings.secretIsSet && settings.key !== '')) {
    return null;
  }
  return (
    <Notice
      tone="info"
      action={
        <Button size="xs" component={Link} to="/settings/zadarma">
          {t('firstSteps.connect')}
        </Button>
      }
    >
      {t('firstSteps.text')}
    </Notice>
  );
}
