using System.Buffers;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects;

/// <summary>A dialect from the client's side: reads requests, writes answers, streams and errors.</summary>
public interface IClientDialect
{
    Dialect Name { get; }

    /// <summary>What a tap looks for in answers of this dialect that are spliced.</summary>
    AnswerLook Look { get; }

    /// <summary>Headers of the client that go on to a provider of the same dialect.</summary>
    IReadOnlyList<string> ForwardedHeaders { get; }

    /// <summary>Headers of a provider of the same dialect that go on to the client.</summary>
    IReadOnlyList<string> ReturnedHeaders { get; }

    /// <summary>Reads a chat request to be translated.</summary>
    /// <param name="body">The client's whole body. The result is valid as long as these bytes are.</param>
    /// <param name="stream">The client wants a stream, where the path says so and not the body.</param>
    /// <param name="faults">Receives what is wrong; the result counts only when there is nothing.</param>
    GenAIRequest ReadRequest(ReadOnlyMemory<byte> body, bool stream, RequestFaults faults);

    /// <summary>Writes a whole answer.</summary>
    void WriteAnswer(GenAIAnswer answer, AnswerContext context, IBufferWriter<byte> output);

    /// <summary>Makes a writer for one stream.</summary>
    IStreamWriter CreateStreamWriter(AnswerContext context);

    /// <summary>Writes an error as the body of an answer.</summary>
    void WriteError(ClientError problem, IBufferWriter<byte> output);

    /// <summary>
    /// Writes the honest end of a stream that broke, so that no client takes what it has for the whole answer.
    /// </summary>
    /// <param name="problem">What happened.</param>
    /// <param name="insideEvent">The client's bytes end inside an event, which a blank line ends first.</param>
    /// <param name="output">Where to.</param>
    void WriteStreamError(ClientError problem, bool insideEvent, IBufferWriter<byte> output);
}
