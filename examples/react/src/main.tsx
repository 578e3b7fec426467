import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Colleagues } from './colleagues.tsx';

function App() {
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(!isOpen)}>{isOpen ? 'Leave' : 'Open'}</button>
      {isOpen && <Colleagues />}
    </>
  );
}

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
