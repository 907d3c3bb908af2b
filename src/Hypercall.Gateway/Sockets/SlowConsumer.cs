namespace Hypercall.Gateway.Sockets;

/// <summary>Why a receiver is too slow, as the reason of the close says it.</summary>
internal static class SlowConsumer
{
    public const string TooManyMessages = "message_limit";
    public const string TooManyBytes = "byte_limit";
    public const string TooOld = "message_age";
    public const string WriteTimeout = "write_timeout";

    public static string ReasonOf(MessageClass kind, string cause) =>
        $$"""
        {"error":"slow_consumer","class":"{{Words.Of(kind)}}","cause":"{{cause}}","recovery":"{{RecoveryOf(kind)}}"}
        """;

    private static string RecoveryOf(MessageClass kind) => kind switch
    {
        MessageClass.ReplaceablePublic => "resubscribe",
        MessageClass.OrderedPublic => "snapshot_resubscribe",
        MessageClass.PrivateDurable or MessageClass.CommandResult => "rest_reconcile",
        _ => "portfolio_refetch",
    };
}
