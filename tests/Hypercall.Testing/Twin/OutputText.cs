using System.Text;

namespace Hypercall.Testing.Twin;

/// <summary>What a command did, as canonical text, from the engine's output and from the twin's.</summary>
internal static class OutputText
{
    public static string Of(NaiveOutput output)
    {
        var text = new StringBuilder();
        AppendHead(text, output.Sequence, output.Time, output.RequestId, output.OrderId);
        AppendReject(text, output.Reject);
        if (output.First is NaiveFirst first)
            AppendFirst(text, first.Sequence, first.OrderId, first.LastUpdate?.Status, first.LastUpdate?.Filled);

        text.Append('\n');
        foreach (NaiveResult result in output.Results ?? [])
        {
            text.Append($"result order={result.OrderId}");
            AppendReject(text, result.Reject);
            text.Append('\n');
        }

        if (output.Results is not null)
            text.Append("end of results\n");
        foreach (string line in output.Events)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    public static string Of(ApplyOutput output)
    {
        var text = new StringBuilder();
        AppendHead(text, output.Sequence, output.TimestampMs, output.RequestId, output.OrderId);
        AppendReject(text, Reject(output.Rejection));
        if (output.First is FirstOutcome first)
            AppendFirst(text, first.Sequence, first.OrderId, first.Status, first.Filled?.Units);
        text.Append('\n');
        foreach (ref readonly ActionResult result in output.Results)
        {
            text.Append($"result order={result.OrderId}");
            AppendReject(text, Reject(result.Rejection));
            text.Append('\n');
        }

        if (output.HasResults)
            text.Append("end of results\n");
        for (int i = 0; i < output.Events.Count; i++)
            text.Append(EventText.Of(output.Events, i)).Append('\n');
        return text.ToString();
    }

    /// <summary>The engine's rejection in the twin's form.</summary>
    public static NaiveReject? Reject(in Rejection rejection)
    {
        RejectArguments a = rejection.Arguments;
        bool nothing = rejection == Rejection.None;
        return nothing ? null : new NaiveReject(rejection.Code, a.First, a.Second, a.Name);
    }

    private static void AppendHead(StringBuilder text, long sequence, long time, RequestId? requestId, long? orderId) =>
        text.Append($"seq={sequence} time={time} request={requestId} order={orderId}");

    private static void AppendReject(StringBuilder text, NaiveReject? reject)
    {
        if (reject is not null)
        {
            text.Append($" {reject.Code} first={reject.First} second={reject.Second} name={reject.Name} ");
            text.Append($"third={reject.Third}");
        }
    }

    private static void AppendFirst(
        StringBuilder text, long sequence, long? orderId, OrderStatus? status, long? filled) =>
        text.Append($"\nduplicate seq={sequence} order={orderId} status={status} filled={filled}");
}
