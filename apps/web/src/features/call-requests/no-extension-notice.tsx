import { useTranslation } from 'react-i18next';
import { useViewer } from '../../shared/session/viewer';
import { Notice } from '../../shared/ui/notice';
import classes from './no-extension-notice.module.css';

/** Says beforehand that the PBX will not know which phone to ring. */
export function NoExtensionNotice() {
  const { t } = useTranslation('callRequests');
  return (
    useViewer().extensions.length === 0 && (
      <div className={classes.notice}>
        <Notice tone="warn" title={t('failure.no_extension.title')}>
          {t('failure.no_extension.help')}
        </Notice>
      </div>
    )
  );
}
