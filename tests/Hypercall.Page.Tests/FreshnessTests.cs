using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Page.Tests.Support;
using Microsoft.Playwright;

namespace Hypercall.Page.Tests;

/// <summary>
/// Nothing that is shown is older than it looks, and nothing of an account is left out (gateway.md §11).
/// </summary>
[Collection(PageVenueCollection.Name)]
public sealed class FreshnessTests(PageVenue venue)
{
    private const int Later = 20_360_328;

    /// <summary>
    /// The page's model alone, with a clock, a network and a socket of the test: reads of the portfolio wait until they
    /// are let go, everything else is answered at once; as many orders are open as there were events.
    /// </summary>
    private const string Model = """
        const settle = ((later) => () => new Promise((done) => later(done, 0)))(window.setTimeout.bind(window));
        const timers = new Map();
        let now = 0, lastTimer = 0, sequence = 0, socket;
        window.setTimeout = (run, ms) => { timers.set(++lastTimer, { run, at: now + ms }); return lastTimer; };
        window.clearTimeout = (timer) => timers.delete(timer);
        const advance = async (ms) => {
          now += ms;
          for (const [timer, { run, at }] of timers) {
            if (at > now) continue;
            timers.delete(timer);
            run();
          }
          await settle();
        };
        const held = [];
        const bodyOf = (path) => {
          if (path.startsWith('/page/config')) return { chainId: 998, faucet: false };
          if (path.startsWith('/cluster')) return { partitions: [], followers: [], views: [] };
          if (path.startsWith('/portfolio')) return { data: { positions: [] } };
          const isOpen = path.startsWith('/orders') && path.includes('status=open');
          return { data: isOpen ? Array.from({ length: sequence }, (_, index) => ({ order_id: index + 1 })) : [] };
        };
        window.fetch = async (path) => {
          if (path.startsWith('/portfolio')) await new Promise((done) => held.push(done));
          return { ok: true, headers: new Headers({ 'X-Sequence': String(sequence) }), json: async () => bodyOf(path) };
        };
        window.WebSocket = class {
          constructor() { socket = this; }
          send() { }
          close() { }
        };
        localStorage.setItem('hypercall.key', JSON.stringify({ key: '0x' + '1'.padStart(64, '0') }));
        const { App } = await import('/page/app.js');
        const app = new App();
        const happen = () => socket.onmessage({ data: JSON.stringify({
          type: 'OrderUpdate', order_id: ++sequence, status: 'OPEN', filled_size: '0', request: { size: '1' }, sequence,
        }) });
        const letGo = async () => { held.shift()(); await settle(); };
        app.start();
        await settle();
        await letGo();
        """;

    [ChromiumFact]
    public async Task The_mark_of_the_chosen_option_is_live_whatever_expiry_is_shown()
    {
        await venue.MarkAsync();
        await using IAsyncDisposable listing = await venue.ListAsync($"ETH-{Later}-3000-C");
        await using PageVisit visit = await venue.VisitAsync();
        await Assertions.Expect(visit.Of("book-title")).ToHaveTextAsync("ETH 28 DEC 35 3000 Call");
        await visit.Of("expiries").GetByText("28 MAR 36").ClickAsync();
        await visit.CountAsync(visit.Of("strike-3000"), 1);
        await visit.CountAsync(visit.Of($"mark-ETH-{Later}-3000-C"), 1);
        string before = (await visit.Of("book-mark").TextContentAsync())!;
        await venue.MarkAsync(2_200_000);
        await Assertions.Expect(visit.Of("book-mark")).Not.ToHaveTextAsync(before);
        await Assertions.Expect(visit.Of("book-mark")).Not.ToHaveTextAsync("–");
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task An_option_that_is_deleted_is_no_longer_in_the_chain()
    {
        await venue.MarkAsync();
        await using IAsyncDisposable call = await venue.ListAsync("ETH-20351228-3400-C");
        IAsyncDisposable put = await venue.ListAsync("ETH-20351228-3400-P");
        await using PageVisit visit = await venue.VisitAsync();
        await visit.CountAsync(visit.Of("mark-ETH-20351228-3400-P"), 1);
        await put.DisposeAsync();
        await visit.CountAsync(visit.Of("mark-ETH-20351228-3400-P"), 0);
        await visit.CountAsync(visit.Of("mark-ETH-20351228-3400-C"), 1);
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task A_position_has_a_live_mark_whatever_underlying_is_shown()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using IAsyncDisposable listing = await venue.ListAsync(
            [.. from strike in (int[])[2_800, 3_000, 3_200] from type in "CP" select $"BTC-20351228-{strike}-{type}"]);
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        await visit.Of("expiries").GetByText("ETH").ClickAsync();
        await visit.ClickAsync($"ask-{PageVenue.Call}");
        await visit.Of("size").FillAsync("1");
        await visit.ClickAsync("submit");
        await visit.SeeAsync("accepted-words", "Filled");
        await visit.Of("expiries").GetByText("BTC").ClickAsync();
        await visit.CountAsync(visit.Of("mark-BTC-20351228-3000-C"), 1);
        await visit.ClickAsync("tab-positions");
        ILocator mark = visit.Of($"position-{PageVenue.Call}").Locator("td").Nth(3);
        await Assertions.Expect(mark).Not.ToHaveTextAsync("–");
        string before = (await mark.TextContentAsync())!;
        await venue.MarkAsync(2_200_000);
        await Assertions.Expect(mark).Not.ToHaveTextAsync(before);
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task What_was_not_read_while_nobody_looked_is_not_shown_as_live()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await LookAsync(visit, isHidden: true);
        await visit.SeeAsync("connection", "Resyncing");
        await LookAsync(visit, isHidden: false);
        await visit.SeeAsync("connection", "Live");
    }

    [ChromiumFact]
    public async Task All_open_orders_are_listed()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        WalletAddress wallet = await visit.WalletAsync();
        for (int order = 0; order < 60; order++)
        {
            await venue.RunAsync(new PlaceOrder(wallet, new OrderTerms(
                PageVenue.Call, Side.Buy, Price.FromUsdc(80), Quantity.FromContracts(1))));
        }

        await Assertions.Expect(visit.Of("order-count")).ToHaveTextAsync("60");
        await visit.ClickAsync("cancel-all");
        await Assertions.Expect(visit.Of("order-count")).ToHaveTextAsync("");

        await visit.Page.RouteAsync("**/orders?*status=open*", route => route.FulfillAsync(ManyOrders(route)));
        await Assertions.Expect(visit.Of("order-count")).ToHaveTextAsync("500+");
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task Events_that_come_faster_than_reads_hold_no_read_up()
    {
        await using PageVisit visit = await venue.VisitAsync();
        await visit.Page.GotoAsync(new Uri(venue.Url, "page/icon.svg").ToString());
        int[] shown = await visit.Page.EvaluateAsync<int[]>($$"""
            async () => {
              {{Model}}
              const shown = [app.orders.size];
              happen();
              await advance(200);
              happen();
              await advance(200);
              await letGo();
              shown.push(Math.min(app.orders.size, 1));
              await letGo();
              shown.push(app.orders.size, sequence);
              return shown;
            }
            """);
        Assert.Equal([0, 1, 2, 2], shown);
    }

    [ChromiumFact]
    public async Task Events_without_a_pause_do_not_put_a_read_off()
    {
        await using PageVisit visit = await venue.VisitAsync();
        await visit.Page.GotoAsync(new Uri(venue.Url, "page/icon.svg").ToString());
        Assert.Equal(1, await visit.Page.EvaluateAsync<int>($$"""
            async () => {
              {{Model}}
              for (let events = 0; events < 10; events++) {
                happen();
                await advance(50);
              }
              return held.length;
            }
            """));
    }

    [ChromiumFact]
    public async Task Time_to_an_expiry_goes_by() => Assert.Equal(
        ["1 JAN 70 10 h", "1 JAN 70 9 h"],
        await venue.EvaluateAsync<string[]>("""
            async () => {
              const { mountChain } = await import('/page/views/chain.js');
              const draws = [];
              const app = {
                markets: [{ underlying: 'ETH', expiry: 36_000 }], chain: [], nowMs: 0, isFresh: () => true,
                on: (topics, draw) => { draws.push(draw); draw(); },
              };
              mountChain(document.body, app);
              const seen = () => document.querySelector('[data-testid="expiries"]').textContent;
              const before = seen();
              app.nowMs = 3_600_000;
              draws.forEach((draw) => draw());
              return [before, seen()];
            }
            """));

    private static Task LookAsync(PageVisit visit, bool isHidden) => visit.Page.EvaluateAsync(
        """
        (isHidden) => {
          Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        isHidden);

    /// <summary>A list of open orders that has no end.</summary>
    private static RouteFulfillOptions ManyOrders(IRoute route)
    {
        string query = new Uri(route.Request.Url).Query;
        int before = query.Split('&').Where(part => part.StartsWith("before_id=", StringComparison.Ordinal))
            .Select(part => int.Parse(part.Split('=')[1])).SingleOrDefault(10_000);
        return new RouteFulfillOptions
        {
            ContentType = "application/json",
            Headers = [new("X-Sequence", "1000000000")],
            Body = JsonSerializer.Serialize(new
            {
                data = Enumerable.Range(1, 50).Select(step => new
                {
                    order_id = before - step,
                    symbol = PageVenue.Call,
                    side = "Buy",
                    price = "80",
                    size = "1",
                    filled_size = "0",
                    tif = "gtc",
                    created_at = 0,
                }),
            }),
        };
    }
}
