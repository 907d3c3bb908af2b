using System.Security.Cryptography;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// Takes commands of keys to the engine, each with an id that makes a repetition the same request, and remembers how
/// far each key's wallet has got, so that its reads show its writes.
/// </summary>
internal sealed class KeyDesk(WriteDesk desk)
{
    private const int IdBytes = 16;
    private readonly WrittenSequences _written = new();

    /// <summary>The least sequence that reads of the key's wallet are to be as of.</summary>
    public long SequenceOf(DeribitCall call) => Math.Max(call.MinSequence, _written.Of(call.RequireKey().Wallet));

    /// <summary>Executes a command.</summary>
    /// <param name="command">The command, of the key's wallet.</param>
    /// <param name="side">Of the order that it places, or null.</param>
    /// <exception cref="DeribitException">The engine rejects it.</exception>
    public async Task<ApplyOutput> ExecuteAsync(
        DeribitCall call, EngineCommand command, RateClass kind, Side? side = null)
    {
        KeyHolder key = call.RequireKey();
        RequestId id = IdOf(call);
        call.RequestId = id;
        (Task<ApplyOutput> executing, RateBucket bucket) = await desk.StartForAgentAsync(
            key.Wallet, key.Agent, command, id, kind, call.Sender with { ReceivedAtMs = call.FirstSentMs },
            call.Cancellation);
        call.Bucket = bucket;
        call.NoteSubmitted();
        ApplyOutput outcome = await executing;
        call.Outcome = outcome;
        long sequence = outcome.First?.Sequence ?? outcome.Sequence;
        _written.Add(key.Wallet, outcome.Sequence);
        return outcome.Accepted
            ? outcome
            : throw new DeribitException(DeribitError.Of(outcome.Rejection, side, sequence));
    }

    /// <summary>What came of a command that was executed: that it cannot be read now is no refusal of it.</summary>
    /// <exception cref="RefusedException">OutcomeUnknown: the same call with the command's id gets it.</exception>
    public static async Task<T> ShownAsync<T>(DeribitCall call, Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (RefusedException refused)
        {
            string why = $"it was executed; what came of it cannot be read now: {refused.Message}";
            throw new RefusedException(GatewayError.OutcomeUnknown(why) with
            {
                Detail = why,
                RequestId = call.RequestId?.ToString(),
            });
        }
    }

    private static RequestId IdOf(DeribitCall call)
    {
        if (call.Params.Text("request_id") is { } text)
            return Guid.TryParse(text, out Guid id)
                ? RequestId.FromGuid(id)
                : throw DeribitParams.Wrong("request_id", "expected a UUID");
        byte[] bytes = call.IdSource is { } source ? SHA256.HashData(source) : RandomNumberGenerator.GetBytes(IdBytes);
        return RequestId.FromGuid(new Guid(bytes.AsSpan(0, IdBytes), bigEndian: true));
    }
}
