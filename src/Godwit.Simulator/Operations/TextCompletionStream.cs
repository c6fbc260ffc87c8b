using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Sends a <c>completions</c> answer as a stream of events.</summary>
internal static class TextCompletionStream
{
    public static async Task SendAsync(Exchange exchange, TextCompletion completion)
    {
        await using EventStream events = new(exchange);
        StreamFaults faults = new(exchange, events);
        if (exchange.Faults.Find(FaultKind.SlowFirstToken) is { } slow)
        {
            await events.FlushAsync();
            await exchange.WaitAsync(slow.Delay ?? FaultDefaults.FirstTokenDelay);
        }

        for (int index = 0; index < completion.Choices.Count; index++)
        {
            if (!await SendChoiceAsync(exchange, events, faults, completion, index))
            {
                return;
            }
        }

        if (await faults.BeforeChunkAsync(int.MaxValue) == StreamTurn.End)
        {
            return;
        }

        if (RequestFields.Flag(RequestFields.Object(completion.Root, "stream_options"), "include_usage") == true)
        {
            await events.SendAsync(completion, TextCompletionWriter.WriteUsage);
        }

        if (!exchange.Faults.Has(FaultKind.NoDone))
        {
            await events.SendAsync(null, "[DONE]"u8.ToArray());
        }
    }

    private static async Task<bool> SendChoiceAsync(
        Exchange exchange, EventStream events, StreamFaults faults, TextCompletion completion, int index)
    {
        (string text, Finish finish) = completion.Choices[index];
        for (int at = 0; at < text.Length; exchange.Record.ChunksSent++)
        {
            int length = TokenRule.FirstLength(text.AsSpan(at));
            if (await faults.BeforeChunkAsync(exchange.Record.ChunksSent) == StreamTurn.End)
            {
                return false;
            }

            await events.PaceAsync();
            await events.SendAsync(
                (completion, index, text.AsMemory(at, length), (Finish?)null), TextCompletionWriter.WriteChunk);
            at += length;
        }

        await events.SendAsync(
            (completion, index, ReadOnlyMemory<char>.Empty, (Finish?)finish), TextCompletionWriter.WriteChunk);
        return true;
    }
}
