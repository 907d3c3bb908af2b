using System.Text;

namespace Hypercall.Gateway.Sockets;

/// <summary>Why a receiver is too slow, as the reason of the close says it.</summary>
internal static class SlowConsumer
{
    public const string TooManyMessages = "message_limit";
    public const string TooManyBytes = "byte_limit";
    public const string TooOld = "message_age";
    public const string WriteTimeout = "write_timeout";

    public static string ReasonOf(MessageClass kind, string cause)
    {
        var reason = new StringBuilder();
        reason.Append("{\"error\":\"slow_consumer\",\"class\":\"").Append(NameOf(kind));
        reason.Append("\",\"cause\":\"").Append(cause);
        return reason.Append("\",\"recovery\":\"").Append(RecoveryOf(kind)).Append("\"}").ToString();
    }

    private static string NameOf(MessageClass kind) => kind switch
    {
        MessageClass.ReplaceablePublic => "replaceable_public",
        MessageClass.OrderedPublic => "ordered_public",
        MessageClass.PrivateDurable => "private_durable",
        MessageClass.CommandResult => "command_result",
        _ => "replaceable_private",
    };

    private static string RecoveryOf(MessageClass kind) => kind switch
    {
        MessageClass.ReplaceablePublic => "resubscribe",
        MessageClass.OrderedPublic => "snapshot_resubscribe",
        MessageClass.PrivateDurable or MessageClass.CommandResult => "rest_reconcile",
        _ => "portfolio_refetch",
    };
}
