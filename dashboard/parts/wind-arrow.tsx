/** Points where the wind goes; `from` are the degrees it comes from, as measured. */
export function WindArrow({ from }: { readonly from: number }) {
  return (
    <svg class="wind-arrow" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d="M8 14V2M4 6l4-4 4 4" transform={`rotate(${Math.round(from + 180) % 360} 8 8)`} />
    </svg>
  );
}
