using Godwit.Simulator.Serving;
using static Godwit.Simulator.Chat.ChatChunks;

namespace Godwit.Simulator.Chat;

/// <summary>Sends a reply as a stream of events.</summary>
internal sealed class ChatStream
{
    private readonly Exchange _exchange;
    private readonly ChatReply _reply;
    private readonly EventStream _events;
    private readonly StreamFaults _faults;
    private int _sent;

    private ChatStream(Exchange exchange, ChatReply reply, EventStream events)
    {
        _exchange = exchange;
        _reply = reply;
        _events = events;
        _faults = new StreamFaults(exchange, events);
    }

    public static async Task SendAsync(Exchange exchange, ChatReply reply)
    {
        await using EventStream events = new(exchange);
        await new ChatStream(exchange, reply, events).SendAsync();
    }

    private async Task SendAsync()
    {
        if (_exchange.Faults.Find(FaultKind.SlowFirstToken) is { } slow)
        {
            await _events.FlushAsync();
            await _exchange.WaitAsync(slow.Delay ?? FaultDefaults.FirstTokenDelay);
        }

        if (_reply.Quirks.FilterResults)
        {
            await _events.SendAsync(_reply, WritePromptFilter);
        }

        for (int index = 0; index < _reply.Answers.Count; index++)
        {
            await SendChunkAsync(index, new Delta(DeltaKind.Role));
        }

        for (int index = 0; index < _reply.Answers.Count; index++)
        {
            if (!await SendAnswerAsync(index))
            {
                return;
            }
        }

        if (_reply.Request.IncludeUsage && !_reply.Quirks.UsageUnasked)
        {
            await _events.SendAsync((_reply, _reply.Usage), WriteUsage);
        }

        if (!_exchange.Faults.Has(FaultKind.NoDone))
        {
            await _events.SendAsync(null, "[DONE]"u8.ToArray());
        }
    }

    private async Task<bool> SendAnswerAsync(int index)
    {
        ChatAnswer answer = _reply.Answers[index];
        Finish finish = answer.Finish;
        foreach (Delta delta in ChatDeltas.Of(_reply, answer))
        {
            StreamTurn turn = await _faults.BeforeChunkAsync(_sent);
            if (turn == StreamTurn.Filter)
            {
                finish = Finish.Filtered;
                break;
            }

            if (turn == StreamTurn.End)
            {
                return false;
            }

            await SendContentAsync(index, delta);
        }

        // A fault that is set for a later chunk than the answer has strikes before the answer ends.
        if (index == _reply.Answers.Count - 1 && await _faults.BeforeChunkAsync(int.MaxValue) == StreamTurn.End)
        {
            return false;
        }

        await SendChunkAsync(index, new Delta(DeltaKind.Finish, Finish: finish));
        return true;
    }

    private async ValueTask SendContentAsync(int index, Delta delta)
    {
        if (_sent > 0)
        {
            await _events.PaceAsync();
        }

        if (delta.Kind == DeltaKind.Content && _faults.TakeHugeChunk(_sent))
        {
            string huge = HugeText.After(delta.Text.Span);
            await SendChunkAsync(index, delta with { Text = huge.AsMemory() });
        }
        else
        {
            await SendChunkAsync(index, delta);
        }

        _exchange.Record.ChunksSent = ++_sent;
    }

    private ValueTask SendChunkAsync(int index, Delta delta) =>
        _events.SendAsync(new Chunk(_reply, index, delta), Write);
}
