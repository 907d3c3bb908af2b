using Hypercall.Page.Tests.Support;
using Microsoft.Playwright;

namespace Hypercall.Page.Tests;

/// <summary>
/// The page of a gateway that shows what a wallet has to nobody else: it proves whose account it is (gateway.md §11).
/// </summary>
[Collection(PageVenueCollection.Name)]
public sealed class PrivateReadsTests(PageVenue venue) : IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        if (venue.Url is null)
            return;
        await venue.StopGatewayAsync();
        await venue.StartGatewayAsync(publicReads: false);
        await venue.MarkAsync();
        await venue.ResetBookAsync();
    }

    public async Task DisposeAsync()
    {
        if (venue.Url is null)
            return;
        await venue.StopGatewayAsync();
        await venue.StartGatewayAsync();
    }

    [ChromiumFact]
    public async Task A_key_of_the_browser_proves_its_account_and_hears_of_it_also_after_the_gateway_was_gone()
    {
        await using PageVisit visit = await venue.VisitAsync();
        await visit.JoinAsync();
        await visit.OrderAsync("Buy", "97", "2");
        await visit.SeeAsync("accepted-words", "rests in the book");
        await visit.SeeAsync("margin-change", "100,000.00");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 1);

        Task told = ToldOfOrdersAsync(visit);
        await venue.StopGatewayAsync();
        await visit.SeeAsync("connection", "Resyncing");
        await venue.StartGatewayAsync(publicReads: false);
        await visit.SeeAsync("connection", "Live");
        await visit.CountAsync(visit.Of("orders").Locator("tr"), 1);
        await told;
    }

    [ChromiumFact]
    public async Task A_wallet_signs_once_and_one_that_declines_has_no_account()
    {
        await venue.GiveAsync(TestWallet.Address);
        await using PageVisit visit = await venue.VisitAsync(script: TestWallet.Script);
        await TestWallet.TellAsync(visit, "{ refuses: { eth_signTypedData_v4: 4001 } }");
        await visit.ClickAsync("use-wallet");
        await visit.SeeAsync("notices", "Account: Declined in the wallet");
        await Assertions.Expect(visit.Of("use-wallet")).ToBeVisibleAsync();

        await TestWallet.TellAsync(visit, "{ refuses: {} }");
        await HoldReadAsync(visit);
        await visit.ClickAsync("use-wallet");
        await Assertions.Expect(visit.Of("margin-cash")).ToContainTextAsync(".00");
        Assert.Equal(["AuthenticateWs"], await TestWallet.SignedAsync(visit));
    }

    /// <summary>The session begins once the account is read a second time, which is answered after that.</summary>
    private static async Task HoldReadAsync(PageVisit visit)
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isProving = false;
        await visit.Page.RouteAsync("**/*wallet=*", async route =>
        {
            if (isProving)
            {
                if (route.Request.Url.Contains("/portfolio"))
                    read.TrySetResult();
                await begun.Task;
            }

            await route.ContinueAsync();
        });
        await visit.Page.RouteAsync("**/session", async route =>
        {
            isProving = true;
            await read.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = await route.FetchAsync() });
            begun.TrySetResult();
        });
    }

    /// <summary>Completes once a socket that is opened from now on may hear of the wallet's orders.</summary>
    private static Task ToldOfOrdersAsync(PageVisit visit)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        visit.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (frame.Text is { } text && text.Contains("\"Subscribed\"") && text.Contains("\"order_updates\""))
                told.TrySetResult();
        };
        return told.Task.WaitAsync(PageVisit.Patience);
    }
}
