module.exports = {
  plugins: {
    'postcss-preset-mantine': {},
    'postcss-simple-vars': {
      variables: { 'phone-width': '40em', 'tablet-width': '62em' },
    },
  },
};
