import './app/theme/mantine.css';
import './app/theme/tokens.css';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { App } from './app/app';
import { initialLanguage, startTranslations } from './app/i18n';

// The content security policy forbids compiling code from text, which zod would otherwise try.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root) {
  void startTranslations(initialLanguage()).then(() => createRoot(root).render(<App />));
}
