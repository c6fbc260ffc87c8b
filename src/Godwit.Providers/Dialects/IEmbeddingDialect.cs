using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects;

/// <summary>A dialect in which embeddings are asked for and given, from both sides.</summary>
public interface IEmbeddingDialect
{
    Dialect Name { get; }

    /// <summary>Reads a client's request to be translated.</summary>
    /// <param name="body">The whole body. The result is valid as long as these bytes are.</param>
    /// <param name="batch">The path asks for several, where the dialect has two.</param>
    /// <param name="faults">Receives what is wrong; the result counts only when there is nothing.</param>
    EmbeddingRequest ReadEmbeddingRequest(ReadOnlyMemory<byte> body, bool batch, RequestFaults faults);

    /// <summary>Writes a request for a provider, always as one for several.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="model">The provider's own name for the model.</param>
    /// <param name="output">Where to.</param>
    void WriteEmbeddingRequest(EmbeddingRequest request, string model, IBufferWriter<byte> output);

    /// <summary>Reads a provider's answer; null when it can't be read as one.</summary>
    EmbeddingAnswer? ReadEmbeddingAnswer(ReadOnlyMemory<byte> body);

    /// <summary>Writes an answer for a client.</summary>
    /// <param name="answer">The vectors.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="model">The model's name that the client knows.</param>
    /// <param name="losses">Where losses of the answer go, with paths that begin with <c>answer:</c>.</param>
    /// <param name="output">Where to.</param>
    void WriteEmbeddingAnswer(
        EmbeddingAnswer answer, EmbeddingRequest request, string model, LossReport losses, IBufferWriter<byte> output);
}
