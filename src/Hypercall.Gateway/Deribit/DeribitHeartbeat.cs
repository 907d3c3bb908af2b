namespace Hypercall.Gateway.Deribit;

/// <summary>
/// A socket's heartbeat: each interval the client is told that the gateway lives, or, where it has been silent, asked
/// whether it does; who does not answer within the next interval by public/test is closed.
/// </summary>
internal sealed class DeribitHeartbeat(GatewaySocket socket)
{
    private long _intervalMs;
    private long _nextAtMs;
    private bool _isAsked;
    private bool _isSilent;
    private readonly Lock _gate = new();

    /// <summary>Begins, or with 0 ends it.</summary>
    public void Set(long intervalMs, long nowMs)
    {
        lock (_gate)
            (_intervalMs, _nextAtMs, _isAsked, _isSilent) = (intervalMs, nowMs + intervalMs, false, true);
    }

    /// <summary>The client has said something.</summary>
    public void Hear(bool isAnswer)
    {
        lock (_gate)
        {
            _isSilent = false;
            _isAsked &= !isAnswer;
        }
    }

    /// <summary>Time has passed.</summary>
    public void Tick(long nowMs)
    {
        lock (_gate)
        {
            if (_intervalMs == 0 || nowMs < _nextAtMs)
                return;
            _nextAtMs = nowMs + _intervalMs;
            if (_isAsked)
            {
                socket.Close("heartbeat: no answer to test_request");
                return;
            }

            _isAsked = _isSilent;
            _isSilent = true;
            socket.Send(
                DeribitMessages.Heartbeat(_isAsked ? "test_request" : "heartbeat"), MessageClass.CommandResult);
        }
    }
}
