import React, { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Colleagues } from './colleagues.jsx';

function App() {
  const [isOpen, setOpen] = React.useState(true);
  return (
    <>
      <button onClick={() => setOpen(!isOpen)}>{isOpen ? 'Leave' : 'Open'}</button>
      {isOpen && <Colleagues />}
    </>
  );
}

createRoot(document.querySelector('#root')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
