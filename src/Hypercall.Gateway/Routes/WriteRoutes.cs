using Hypercall.Gateway.OpenApi;

namespace Hypercall.Gateway.Routes;

/// <summary>The writes of gateway.md §4, §12.</summary>
internal sealed class WriteRoutes(
    WriteDesk desk, OrderWrites orders, AccountWrites wallets, ProtectionWrites protection, AgentRevocation revocation,
    PastReads past, RateLimits limits)
    : IGatewayRoutes
{
    private const int MostInBulk = BulkOrders.MaxActions;

    public void Map(IEndpointRouteBuilder routes)
    {
        MapOrders(routes);
        MapBulks(routes);
        On(routes, "POST", "/margin-mode", wallets.SetMarginMode, WriteAnswers.MarginMode)
            .IsWrite("Changes the margin mode", "SetMarginMode", "outcome(MarginModeChange)");
        On(routes, "POST", "/approve-agent", wallets.ApproveAgent, executed => WriteAnswers.Of(executed))
            .IsWrite("Lets an agent sign", "Agent", "outcome(null)");
        On(routes, "DELETE", "/revoke-agent", wallets.RevokeAgent, executed => WriteAnswers.Of(executed))
            .IsWrite("Lets an agent sign no longer", "Agent", "outcome(null)");
        On(routes, "DELETE", "/mmp-config", protection.Delete, executed => WriteAnswers.Of(executed))
            .IsWrite("Ends market-maker protection", "MmpCurrency", "outcome(null)");
        On(routes, "POST", "/mmp-config/reset", protection.Reset, executed => WriteAnswers.Of(executed))
            .IsWrite("Ends a freeze", "MmpCurrency", "outcome(null)");
        On(routes, "POST", "/mmp-config", SetProtectionAsync)
            .IsWrite("Sets market-maker protection", "SetMmpConfig", "outcome(MmpConfig)");
        On(routes, "POST", "/withdraw/usdc", WithdrawAsync)
            .IsWrite("Takes cash out of the venue", "Withdraw", "Withdrawal");
        On(routes, "DELETE", "/revoke-all-agents", RevokeAllAsync)
            .IsWrite("Lets no agent sign", "Nothing", "outcome(null)");
    }

    private void MapOrders(IEndpointRouteBuilder routes)
    {
        On(routes, "POST", "/order", orders.Place, WriteAnswers.Order)
            .IsWrite("Places an order", "PlaceOrder", "OrderUpdate");
        On(routes, "PUT", "/order", orders.Replace, WriteAnswers.Order)
            .IsWrite("Puts another order in an open one's place", "ReplaceOrder", "OrderUpdate");
        On(routes, "DELETE", "/order", orders.Cancel, WriteAnswers.Canceled)
            .IsWrite("Cancels an order", "CancelOrder", "CanceledOrder");
        On(routes, "DELETE", "/order_cloid", orders.CancelByClientId, WriteAnswers.Canceled)
            .IsWrite("Cancels an order by its client id", "CancelOrderByClientId", "CanceledOrder");
        On(routes, "DELETE", "/orders", orders.CancelAll, WriteAnswers.AllCanceled)
            .IsWrite("Cancels all orders", "CancelAll", "outcome(CanceledAll)");
        On(routes, "POST", "/cancel-all-after", orders.CancelAllAfter, WriteAnswers.Armed)
            .IsWrite("Arms the dead man's switch", "CancelAllAfter", "outcome(Armed)");
        On(routes, "POST", "/bulk", orders.Bulk, WriteAnswers.Actions)
            .IsWrite("Actions in one record under one signature", "BulkActions", "ActionResults");
    }

    private void MapBulks(IEndpointRouteBuilder routes)
    {
        OnEach(routes, "POST", "/bulk_order", "orders", orders.Place)
            .IsWrite("Places up to 50 orders, each signed", "BulkPlace", "BulkResults");
        OnEach(routes, "PUT", "/bulk_order", "replacements", orders.Replace)
            .IsWrite("Replaces up to 50 orders, each signed", "BulkReplace", "BulkResults");
        OnEach(routes, "DELETE", "/bulk_order", "cancels", orders.Cancel)
            .IsWrite("Cancels up to 50 orders, each signed", "BulkCancel", "BulkResults");
        OnEach(routes, "DELETE", "/bulk_order_cloid", "cancels", orders.CancelByClientId)
            .IsWrite("Cancels up to 50 orders by client id", "BulkCancelByClientId", "BulkResults");
    }

    private async Task<Answer> SetProtectionAsync(HttpContext context, Fields fields)
    {
        (SignedWrite write, MmpConfigUpdate config) = protection.Set(fields);
        return WriteAnswers.Protection(await ExecuteAsync(context, write), config);
    }

    private async Task<Answer> RevokeAllAsync(HttpContext context, Fields fields)
    {
        SignedWrite write = wallets.RevokeAllAgents(fields);
        return WriteAnswers.Of(await CountedAsync(
            context, sender => revocation.RevokeAsync(write, sender, context.RequestAborted), told => told.Bucket));
    }

    private async Task<Answer> WithdrawAsync(HttpContext context, Fields fields)
    {
        Withdrawal withdrawal = wallets.Withdraw(fields);
        return WriteAnswers.Withdrawn(await ExecuteAsync(context, withdrawal.Write), withdrawal);
    }

    private IEndpointConventionBuilder On(
        IEndpointRouteBuilder routes,
        string method,
        string path,
        Func<Fields, SignedWrite> read,
        Func<Executed, Answer> answer) =>
        On(routes, method, path, async (context, fields) => answer(await ExecuteAsync(context, read(fields))));

    /// <summary>A write that is read and answered by itself.</summary>
    public static IEndpointConventionBuilder On(
        IEndpointRouteBuilder routes, string method, string path, Func<HttpContext, Fields, Task<Answer>> handle) =>
        routes.MapMethods(path, [method], async (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            if (context.Request.QueryString.HasValue)
                throw new RefusedException(GatewayError.InvalidRequest(
                    "the request is not valid", "a write has no parameters in its path: all of it is in the body"));
            using JsonDocument body = await RequestBody.ReadAsync(context);
            return await handle(context, Fields.Of(body.RootElement));
        });

    /// <summary>Each item is a write of its own, in order; one that is refused does not end the others.</summary>
    private IEndpointConventionBuilder OnEach(
        IEndpointRouteBuilder routes, string method, string path, string list, Func<Fields, SignedWrite> read) =>
        On(routes, method, path, async (context, fields) =>
        {
            IReadOnlyList<JsonElement> items = fields.Items(list, 1, MostInBulk);
            fields.Finish();
            var results = new List<(Executed? Executed, GatewayError? Error)>(items.Count);
            for (int index = 0; index < items.Count; index++)
            {
                // The first is counted with the request.
                results.Add(await TryAsync(
                    context, () => read(Fields.Of(items[index], fields.PathOf(list, index))), isCounted: index == 0));
            }

            return WriteAnswers.Bulk(results.Max(result => result.Executed?.Outcome.Sequence) ?? 0, results);
        });

    private async Task<(Executed? Executed, GatewayError? Error)> TryAsync(
        HttpContext context, Func<SignedWrite> read, bool isCounted)
    {
        try
        {
            if (!isCounted)
                limits.RequireForAddress(Peer.AddressOf(context));
            return (await ExecuteAsync(context, read()), null);
        }
        catch (RefusedException refused)
        {
            return (null, refused.Error);
        }
    }

    private async Task<Executed> ExecuteAsync(HttpContext context, SignedWrite write)
    {
        Executed executed = await ExecuteAsync(context, desk, write);
        bool isCanceled = executed is { Outcome.Accepted: true, Write.Order: null }
            && write.Command(executed.Wallet) is CancelOrder;
        return isCanceled && OrderMessage.Of(executed).OrderId is { } orderId
            ? executed with { Canceled = await FindAsync(executed, orderId) }
            : executed;
    }

    /// <summary>The terms of an order that was canceled, which no event tells.</summary>
    private async Task<OrderRow?> FindAsync(Executed executed, long orderId)
    {
        try
        {
            return await RowAsync(0) ?? await RowAsync(executed.Sequence);
        }
        catch (RefusedException)
        {
            // The history lags: the order is canceled all the same.
            return null;
        }

        async Task<OrderRow?> RowAsync(long minSequence) => (await past.ReadAsync(
            minSequence, reader => reader.Order(executed.Wallet, orderId), CancellationToken.None))
            .Rows.FirstOrDefault();
    }

    /// <summary>Executes a write of a request.</summary>
    public static Task<Executed> ExecuteAsync(HttpContext context, WriteDesk desk, SignedWrite write) => CountedAsync(
        context, sender => desk.ExecuteAsync(write, sender, context.RequestAborted), executed => executed.Bucket);

    /// <summary>Takes a write to the desk; the answer's headers tell what it was counted against.</summary>
    public static async Task<T> CountedAsync<T>(
        HttpContext context, Func<Sender, Task<T>> take, Func<T, RateBucket?> bucketOf)
    {
        T taken = await take(SenderOf(context));
        if (bucketOf(taken) is { } bucket)
            RateHeaders.Set(context.Response, bucket);
        return taken;
    }

    /// <summary>Who sends a request, and when.</summary>
    private static Sender SenderOf(HttpContext context) =>
        new(Peer.AddressOf(context), RequestTimes.Of(context).ReceivedAtMs);
}
