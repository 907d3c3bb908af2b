using System.Net;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Page.Tests.Support;
using Microsoft.Playwright;

namespace Hypercall.Page.Tests;

/// <summary>What the page is made of, signs, and looks like (gateway.md §11).</summary>
[Collection(PageVenueCollection.Name)]
public sealed class PageTests(PageVenue venue)
{
    /// <summary>gateway.md §3: key, type, message, and the digest or the signature that must come out.</summary>
    private const string Vectors = """
        async () => {
          const { signWith, walletOf } = await import('/page/signing/keys.js');
          const { digestOf } = await import('/page/signing/typed.js');
          const { toHex } = await import('/page/signing/bytes.js');
          const a = 0x59c6995e998f97a5a0044966f0945389dc9e86dae2f36eb873f6fb9d8e20f6f8n;
          const b = 0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80n;
          const [A, B] = [walletOf(a), walletOf(b)];
          const order = { symbol: 'ETH-20260130-3200-C', price: '205', size: '3', route: 'book_only' };
          const sign = (key, type, message) => signWith(key, 998, type, message);
          const digest = (type, message) => toHex(digestOf(998, type, { wallet: B, ...message }));
          return [A, B,
            sign(a, 'PlaceOrder', { wallet: A, symbol: 'BTC-30JUN26-100000-C', side: 'Buy', size: '0.1', price: '100',
              tif: 'gtc', route: 'book_only', clientId: 'client-123', nonce: 103 }),
            sign(a, 'CancelOrderByClientId', { wallet: A, clientId: 'client-123', nonce: 106 }),
            sign(b, 'PlaceOrder', { wallet: B, ...order, side: 'Sell', tif: 'gtc', clientId: 'quote-1',
              nonce: 1767600000002 }),
            sign(b, 'PlaceOrderReduceOnly', { wallet: B, ...order, side: 'Buy', tif: 'ioc', clientId: '',
              reduceOnly: true, nonce: 1767600000003 }),
            sign(b, 'PlaceOrderV2', { wallet: B, ...order, side: 'Sell', tif: 'gtd', clientId: 'quote-2',
              reduceOnly: false, postOnly: true, mmp: true, expiresAt: 1767603600000, stp: '',
              builder: '0x' + '0'.repeat(40), nonce: 1767600000007 }),
            digest('CancelAll', { symbol: '', currency: '', mmpOnly: false, nonce: 1767600000005 }),
            digest('CancelAllAfter', { timeoutMs: 60000, nonce: 1767600000006 }),
            digest('BulkOrders', { actions: '[{"type":"CancelOrder","orderId":1}]', nonce: 1767600000009 }),
            digest('SetMmpConfig', { currency: 'ETH', intervalMs: 60000, frozenTimeMs: 300000, qtyLimit: '10',
              deltaLimit: '5', vegaLimit: '', enabled: true, nonce: 1 }),
            digest('ResetMmp', { currency: 'ETH', nonce: 2 }), digest('DeleteMmpConfig', { currency: 'ETH', nonce: 3 }),
            digest('AuthenticateWs', { timestamp: 1767600000000 })];
        }
        """;

    private static readonly string[] Expected =
    [
        "0x302f53179d4bc1640bf1caae05ecac089b4946c8",
        "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
        "0xc66973933f9395012fc2e67e49e1b4178f076c5f6de2f6ec93a88127d5dad46f"
            + "0a5b0503c9980eb73ca4ca071cde84e2584be6db4add8cd02e94f7dfc81c00111b",
        "0x5eafaf3c1d3cfc5e5c25cb36ebfaa2d7328f3cf8dc2104257b5520fd1be5abc3"
            + "0a274cc4cdec79d49506d7cb3de3ef729386c5863ab2c8cbef2282804e2575341c",
        "0x727b43fd8a00b3da2b334d3c1f1caa188b7fa439d19ddd65998d5a29d65d46a9"
            + "6849238deaa069ea7ff31558c732a0cef2583623d1d6d7683dfa9b6886accb7c1b",
        "0xc6f1a4720bf4b64473d2cea7a461ef330c020a5c246eef8c2900f5ea4f699e1b"
            + "4e5cf4002742b64fee7e4ade6866047fcc4694aa6bc432604cd3a3b3cbc190e81c",
        "0x00b3c739c94a7cfdd2e302c658c44b83dc433112ba5120fb1f1fc41c0490e8a5"
            + "00d45922988a0d9879a0752de980594f2dc37a587bb1941e0f37f21b1d37d44f1b",
        "0x9a7ae51cf67e655283b1566a539ce855b08be5f1b507e171135ce96bad9212ec",
        "0xb92d48085c22fe5fa9285104b8d5aa591db8e582eaa1ff00bcbf0be5324dbb73",
        "0x34108ab0a1a445276652b8701cde45ef356103c4e690adcaf2271bfabf02d12a",
        "0x795f56364f9e32cb33ffe5c1fc094523683368ef3150005cbd500a420203fb86",
        "0xa16f4b6f9e1e9b8cd79ee1c203f25b0ebfa8a15d5776a500b02140de3b57f346",
        "0x3be75709c94acfe659d5d62e73204a2968305306dada41ef91f72c763c72395e",
        "0x87ec9a91eac07abacb3ba33424657c0a412e7e97bf802dda00f61e8eeb9a3bf4",
    ];

    [ChromiumFact]
    public async Task The_page_signs_what_the_contract_says()
    {
        await using PageVisit visit = await venue.VisitAsync();
        Assert.Equal(Expected, await visit.Page.EvaluateAsync<string[]>(Vectors));
    }

    [ChromiumFact]
    public async Task Files_have_their_types_tags_and_a_policy()
    {
        using var http = new HttpClient { BaseAddress = venue.Url };
        foreach ((string path, string type) in ((string, string)[])
            [("/", "text/html"), ("/page/main.js", "text/javascript"), ("/page/page.css", "text/css")])
            await RequireFileAsync(http, path, type);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/page/none.js")).StatusCode);
        using JsonDocument config = JsonDocument.Parse(await http.GetStringAsync("/page/config.json"));
        Assert.Equal(998, config.RootElement.GetProperty("chainId").GetInt32());
        Assert.True(config.RootElement.GetProperty("faucet").GetBoolean());
    }

    [ChromiumFact]
    public async Task It_is_used_on_a_telephone_and_by_keyboard()
    {
        await venue.MarkAsync();
        await using PageVisit visit = await venue.VisitAsync(390, 844);
        Assert.Equal(390, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await visit.ClickAsync("view-account");
        await visit.Of("tab-orders").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(visit.Of("panel-risk")).ToBeVisibleAsync();
        await visit.Of("theme-light").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        Assert.Empty(visit.Errors);
    }

    [ChromiumFact]
    public async Task Who_goes_by_keyboard_stays_where_he_is_when_it_is_drawn_anew()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using IAsyncDisposable listing = await venue.ListAsync("ETH-20360328-3000-C");
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        await visit.OrderAsync("Buy", "102", "1");
        await visit.SeeAsync("accepted-words", "Filled");
        await visit.OrderAsync("Buy", "97", "1");
        ILocator orders = visit.Of("orders").Locator("tr");
        await visit.CountAsync(orders, 1);

        await FocusAsync(visit, orders.Locator("button.link"), async () =>
        {
            await venue.RunAsync(new PlaceOrder(await visit.WalletAsync(), new OrderTerms(
                PageVenue.Call, Side.Buy, Price.FromUsdc(96), Quantity.FromContracts(1))));
            await visit.CountAsync(orders, 2);
        });
        await visit.ClickAsync("tab-positions");
        await FocusAsync(visit, visit.Of($"option-{PageVenue.Call}"), () => DrawAnewAsync(visit));
        await visit.ClickAsync("tab-risk");
        await FocusAsync(visit, visit.Of("table-Scenarios of ETH"), () => DrawAnewAsync(visit));
        ILocator later = visit.Of("expiries").GetByText("28 MAR 36");
        await FocusAsync(visit, later, async () =>
        {
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(later).ToHaveAttributeAsync("aria-pressed", "true");
        });
        Assert.Empty(visit.Errors);
    }

    [AxeFact]
    public async Task Axe_finds_nothing_serious()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        await visit.OrderAsync("Buy", "102", "1");
        await visit.SeeAsync("accepted-words", "Filled");
        await visit.Page.EvaluateAsync(await File.ReadAllTextAsync(AxeFactAttribute.Script));
        foreach ((string theme, string[] tabs) in ((string, string[])[])
            [("light", ["liquidation", "protection", "cluster"]), ("dark", ["orders", "positions", "risk"])])
        {
            await visit.ClickAsync($"theme-{theme}");
            foreach (string tab in tabs)
            {
                await visit.ClickAsync($"tab-{tab}");
                Assert.Empty(await visit.Page.EvaluateAsync<string[]>("""
                    async () => (await axe.run()).violations
                      .filter((found) => ['serious', 'critical'].includes(found.impact))
                      .map((found) => `${found.id}: ${found.nodes[0].html} ${found.nodes[0].failureSummary}`)
                    """));
            }
        }
    }

    [PictureFact]
    public async Task Pictures_of_the_documentation()
    {
        await venue.MarkAsync();
        await venue.ResetBookAsync();
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using PageVisit visit = await venue.VisitAsync(1440, 1000, scheme);
            await visit.JoinAsync();
            await visit.OrderAsync("Sell", "100", "1");
            await visit.SeeAsync("accepted-words", "Filled");
            await visit.OrderAsync("Buy", "99", "2");
            await visit.SeeAsync("accepted-words", "rests");
            await visit.ClickAsync("tab-risk");
            await visit.SeeAsync("worst", "worst");
            string name = scheme.ToString().ToLowerInvariant();
            await TakeAsync(visit, "chain-panel", $"chain-{name}");
            await TakeAsync(visit, "book-panel", $"ladder-{name}");
            await TakeAsync(visit, "tabs", $"risk-{name}");
        }
    }

    private static async Task FocusAsync(PageVisit visit, ILocator element, Func<Task> draw)
    {
        string id = (await element.GetAttributeAsync("data-testid"))!;
        await element.FocusAsync();
        await draw();
        await Assertions.Expect(visit.Of(id)).ToBeFocusedAsync();
    }

    /// <summary>Waits until what an account has was read and drawn once more.</summary>
    private static async Task DrawAnewAsync(PageVisit visit)
    {
        await visit.Page.EvaluateAsync("() => document.activeElement.classList.add('of-before')");
        await visit.CountAsync(visit.Page.Locator(".of-before"), 0);
    }

    private static async Task TakeAsync(PageVisit visit, string part, string name)
    {
        string file = Repository.PathOf($"docs/page/{name}.png");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        ILocator locator = part == "tabs" ? visit.Page.Locator("#tabs") : visit.Of(part);
        byte[] picture = await locator.ScreenshotAsync(new LocatorScreenshotOptions { Path = file });
        Assert.InRange(picture.Length, 1, 150_000);
    }

    private static async Task RequireFileAsync(HttpClient http, string path, string type)
    {
        HttpResponseMessage file = await http.GetAsync(path);
        Assert.Equal(type, file.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'self';", file.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(file.Headers.CacheControl!.NoCache);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(file.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await http.SendAsync(again)).StatusCode);
    }
}
