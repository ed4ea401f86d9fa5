import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Deep petrol: calm enough for eight hours, and far from the green and red that mean results. */
const petrol: MantineColorsTuple = [
  '#eaf6f7',
  '#d2e9ec',
  '#a5d2d8',
  '#74b9c3',
  '#4ca3b0',
  '#308f9e',
  '#1a7686',
  '#0f6473',
  '#0b515e',
  '#083f4a',
];

/** Warm paper greys; step 6 is the lightest that may carry text. */
const gray: MantineColorsTuple = [
  '#f7f7f4',
  '#efefeb',
  '#e4e4df',
  '#d3d4ce',
  '#b8bab4',
  '#868a84',
  '#60655f',
  '#4a504d',
  '#353b3a',
  '#20262a',
];

/** Ink rather than black, so that long reading in the dark does not glare. */
const dark: MantineColorsTuple = [
  '#dde2e4',
  '#b8c0c4',
  '#9aa3a8',
  '#758086',
  '#4a555b',
  '#374147',
  '#283035',
  '#1b2125',
  '#14191c',
  '#0e1214',
];

/** The look of Mantine's parts; what is ours alone lies in tokens.css. */
export const theme = createTheme({
  colors: { petrol, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: "'Inter Variable', system-ui, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' },
  defaultRadius: 'md',
  radius: { sm: '5px', md: '7px', lg: '12px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Plain objects, not Component.extend(): naming a component here would put it into the first load.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Button: { defaultProps: { size: 'sm' } },
    Input: { defaultProps: { size: 'sm' } },
    InputWrapper: {
      defaultProps: { size: 'sm' },
      styles: {
        label: { marginBottom: '0.2rem' },
        description: { marginBottom: '0.3rem', fontSize: '0.75rem' },
        error: { fontSize: '0.75rem' },
      },
    },
    Modal: {
      defaultProps: {
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.5 },
        // A dialog's heading is no banner of the page.
        attributes: { header: { role: 'presentation' } },
        styles: { title: { fontSize: '1.0625rem', fontWeight: 620 } },
        transitionProps: { duration: 120 },
      },
    },
    Switch: { defaultProps: { size: 'sm' } },
  },
});
