using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// A client: sends its requests a few at a time, retries what got no definite answer, reads in between.
/// </summary>
internal sealed class SimClient(SimWorld world, int number, int requests)
{
    private const int TimeoutMs = 1_500;
    private readonly int _window = world.Random.Between(1, 3);
    private int _sent;
    private int _open;

    public int Number => number;

    public bool Done => _sent == requests && _open == 0;

    public void Start()
    {
        while (_open < _window && _sent < requests)
        {
            _sent++;
            _open++;
            var id = new RequestId(((UInt128)number << 64) | (UInt128)_sent);
            Send(new SimRequest(this, id, world.Commands.Next(world.WallMs), world.WallMs));
            if (world.Random.Percent(60))
                world.SendRead(this);
        }
    }

    public void Answered(SimRequest request, SubmissionStatus status, long retryAfterMs)
    {
        if (request.Done)
            return;
        if (status == SubmissionStatus.Executed)
        {
            request.Done = true;
            _open--;
            world.After(world.Random.Between(0, 300), Start);
        }
        else
        {
            Retry(request, retryAfterMs + world.Random.Between(1, 300));
        }
    }

    private void Send(SimRequest request)
    {
        int attempt = ++request.Tries;
        world.SendRequest(request);
        world.After(TimeoutMs + world.Random.Below(500), () =>
        {
            if (!request.Done && request.Tries == attempt)
                Send(request);
        });
    }

    private void Retry(SimRequest request, long afterMs)
    {
        int attempt = request.Tries;
        world.After(afterMs, () =>
        {
            if (!request.Done && request.Tries == attempt)
                Send(request);
        });
    }
}
