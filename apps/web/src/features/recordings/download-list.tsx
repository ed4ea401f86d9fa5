import type { CallItem } from '@callboard/contracts';
import { CloseButton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../shared/ui/problem-text';
import type { Download, Downloads } from './downloads';
import classes from './player-bar.module.css';

interface DownloadListProps {
  downloads: Downloads;
  nameOf: (call: CallItem) => string;
}

/** Files that are still on their way, or did not come. */
export function DownloadList({ downloads, nameOf }: DownloadListProps) {
  const { t } = useTranslation('recordings');
  const files = useSyncExternalStore(downloads.subscribe, downloads.all);
  return (
    <section aria-label={t('downloads.region')} className={classes.downloads} hidden={files.length === 0}>
      <div role="status">
        {files.map((file) => (
          <FileLine
            key={file.key}
            file={file}
            name={nameOf(file.call)}
            onDismiss={() => downloads.dismiss(file.key)}
          />
        ))}
      </div>
    </section>
  );
}

interface FileLineProps {
  file: Download;
  name: string;
  onDismiss: () => void;
}

function FileLine({ file, name, onDismiss }: FileLineProps) {
  const { t } = useTranslation('recordings');
  const textOf = useProblemText();
  return (
    <div className={classes.download} data-state={file.state}>
      <IconDownload size={18} stroke={1.8} aria-hidden />
      <p>
        {t(`downloads.${file.state}`, { name })}
        {file.state === 'failed' && <span className={classes.dim}> {textOf(file.error)}</span>}
      </p>
      <CloseButton aria-label={t('downloads.dismiss', { name })} onClick={onDismiss} />
    </div>
  );
}
