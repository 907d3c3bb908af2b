using System.Collections.Concurrent;
using Hypercall.Engine.Domain;
using Microsoft.Playwright;

namespace Hypercall.Page.Tests.Support;

/// <summary>A visitor's window on the page, with everything that went wrong in it.</summary>
internal sealed class PageVisit : IAsyncDisposable
{
    /// <summary>How long a busy machine may take to show something.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();

    private PageVisit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _errors.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Errors of its console.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public static async Task<PageVisit> OpenAsync(IBrowserContext context, Uri url)
    {
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var visit = new PageVisit(context, page);
        await page.GotoAsync(url.ToString());
        await visit.SeeAsync("connection", "Live");
        return visit;
    }

    /// <summary>What a test id names.</summary>
    public ILocator Of(string id) => Page.GetByTestId(id);

    public Task ClickAsync(string id) => Of(id).ClickAsync();

    /// <summary>Waits until it says so.</summary>
    public Task SeeAsync(string id, string text) =>
        Assertions.Expect(Of(id)).ToContainTextAsync(text);

    /// <summary>Waits until there are so many.</summary>
    public Task CountAsync(ILocator elements, int count) =>
        Assertions.Expect(elements).ToHaveCountAsync(count);

    /// <summary>Answers what the page asks for, as it is told; null: as the gateway does.</summary>
    /// <param name="path">A glob of URLs.</param>
    /// <param name="answer">Is asked at each request.</param>
    public Task AnswerAsync(string path, Func<RouteFulfillOptions?> answer) => Page.RouteAsync(
        path, route => answer() is { } told ? route.FulfillAsync(told) : route.ContinueAsync());

    /// <summary>The address of the account.</summary>
    public async Task<WalletAddress> WalletAsync() =>
        WalletAddress.Parse((await Of("wallet").GetAttributeAsync("title"))!);

    /// <summary>Makes a key, with money from the faucet.</summary>
    public async Task JoinAsync()
    {
        await ClickAsync("use-browser-key");
        await SeeAsync("margin-cash", "100,000.00");
    }

    /// <summary>Sends an order by the ticket.</summary>
    public async Task OrderAsync(string side, string price, string size, string tif = "gtc")
    {
        await ClickAsync($"side-{side}");
        await Of("price").FillAsync(price);
        await Of("size").FillAsync(size);
        await Of("tif").SelectOptionAsync(tif);
        await ClickAsync("submit");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
