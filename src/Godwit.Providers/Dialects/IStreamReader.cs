using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects;

/// <summary>Reads one provider's stream, split anywhere, to events.</summary>
public interface IStreamReader : IDisposable
{
    /// <summary>Reads the next bytes, and adds the events that they complete.</summary>
    void Feed(ReadOnlySpan<byte> chunk, List<AnswerEvent> events);

    /// <summary>
    /// The bytes have ended: adds what is left, and <see cref="AnswerEnded"/> where the dialect has no end mark of its
    /// own and the answer is whole. When neither it nor <see cref="AnswerFailed"/> was added, the stream broke off.
    /// </summary>
    void Complete(List<AnswerEvent> events);
}

/// <summary>Writes events as a stream in a client's dialect.</summary>
public interface IStreamWriter
{
    /// <summary>Writes what the event means to the client; nothing when it means nothing to it.</summary>
    void Write(AnswerEvent answerEvent, System.Buffers.IBufferWriter<byte> output);
}
