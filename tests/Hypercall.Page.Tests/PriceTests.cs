using Hypercall.Page.Tests.Support;

namespace Hypercall.Page.Tests;

/// <summary>How prices are shown, whatever the tick of the venue (gateway.md §11).</summary>
[Collection(PageVenueCollection.Name)]
public sealed class PriceTests(PageVenue venue)
{
    [ChromiumFact]
    public async Task A_price_has_all_its_places_and_a_computed_one_as_many_as_tell_something() => Assert.Equal(
        ["0.0701 100.00 102.50 1,234.56789 0.0000001 −0.07 –", "0.07123 5.123 102.57 12,345.68 0.0000001234 0.00 –"],
        await venue.EvaluateAsync<string[]>("""
            async () => {
              const { price, rounded } = await import('/page/decimal.js');
              return [['0.0701', 100, 102.5, '1234.56789', 0.0000001, '-0.07', null].map(price),
                ['0.07123456', 5.12345, '102.5678', 12345.678, 0.0000001234, 0, null].map(rounded)]
                .map((texts) => texts.join(' '));
            }
            """));

    [ChromiumFact]
    public async Task The_book_of_a_fine_tick_is_told_apart() => Assert.Equal(
        ["0.0701", "0.0704", "  spread 0.0003", "0.07023"],
        await venue.EvaluateAsync<string[]>("""
            async () => {
              const { mountBook } = await import('/page/views/book.js');
              const { toUnits } = await import('/page/decimal.js');
              const side = (price) => () => [{ price, size: '1', units: toUnits(price) }];
              mountBook(document.body, {
                symbol: 'ETH-20351228-3000-C', orders: new Map(), feed: { isUp: true },
                book: { bids: side('0.0701'), asks: side('0.0704') }, isFresh: () => true,
                quoteOf: () => ({ theoretical_price: 0.07023456 }), on: (topics, draw) => draw(),
              });
              return ['bid-0-at', 'ask-0-at', 'book-spread', 'book-mark']
                .map((id) => document.querySelector(`[data-testid="${id}"]`).textContent);
            }
            """));
}
