import { configureLocalization } from '@lit/localize';

const TARGET_LOCALES = ['de'];

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: TARGET_LOCALES,
  loadLocale: () => import('../locales/de.ts'),
});

/** Shows the views in the language of the page around the element, or else the browser's, where there is a translation. */
export async function followLanguageOf(element: Element): Promise<void> {
  const language = element.closest('[lang]')?.getAttribute('lang') || navigator.language;
  const code = language.toLowerCase().split('-')[0] ?? '';
  await setLocale(TARGET_LOCALES.includes(code) ? code : 'en');
}

/** The locale for `Intl`: the views' language, in the agent's own region where the browser knows it. */
export function formattingLocale(): string {
  const locale = getLocale();
  return navigator.languages.find((language) => language.split('-')[0] === locale) ?? locale;
}
