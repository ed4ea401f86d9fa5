import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../shared/ui/empty';
import { Page } from '../../shared/ui/page';

/** Says that an address leads nowhere. */
export function LostPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('lost.title')} narrow>
      <Empty
        title={t('lost.text')}
        action={
          <Button component={Link} to="/calls">
            {t('lost.home')}
          </Button>
        }
      />
    </Page>
  );
}
