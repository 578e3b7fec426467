import './sign-in.js';

const given = new URLSearchParams(location.search);
await signInBare({
  service: given.get('service'),
  username: given.get('username'),
  password: given.get('password'),
  targets: Number(given.get('targets')),
});
document.documentElement.dataset.state = 'usable';
