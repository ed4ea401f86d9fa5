import { IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './new-calls-line.module.css';

/** Says over the head of the list how many calls wait to be shown; a press shows them. */
export function NewCallsLine({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation('calls');
  return (
    <div role="status" className={classes.place}>
      {count > 0 && (
        <button type="button" className={classes.line} title={t('waitingHint')} onClick={onShow}>
          <IconArrowUp size={15} stroke={2} aria-hidden />
          {t('waiting', { count })}
        </button>
      )}
    </div>
  );
}
