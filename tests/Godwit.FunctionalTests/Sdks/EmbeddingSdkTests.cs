using System.Text.Json;
using Godwit.FunctionalTests.Support;
using OpenAI.Embeddings;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>
/// Embeddings in the npm <c>openai</c> and <c>@google/genai</c> SDKs and the NuGet <c>OpenAI</c> SDK, which asks for
/// base64, before a provider of either dialect.
/// </summary>
[Collection(DialectsGroup.Name)]
public sealed class EmbeddingSdkTests(DialectsFixture dialects)
{
    public static TheoryData<string> Models => [.. DialectsFixture.EmbeddingModels];

    [Theory, MemberData(nameof(Models))]
    public async Task OpenAIs_npm_SDK_gets_one_vector_for_each_input(string model)
    {
        var answer = await RunAsync(model, "openai");

        Assert.Equal(2, answer.GetProperty("count").GetInt32());
        Assert.True(answer.GetProperty("dimensions").GetInt32() > 1);
        Assert.True(answer.GetProperty("inputTokens").GetInt32() > 0);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Googles_SDK_gets_one_vector_for_each_content(string model)
    {
        var answer = await RunAsync(model, "genai");

        Assert.Equal(2, answer.GetProperty("count").GetInt32());
        Assert.Equal(8, answer.GetProperty("dimensions").GetInt32());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task OpenAIs_NuGet_SDK_reads_vectors_in_base64(string model)
    {
        var client = OpenAIClients.Connect(dialects.Server.ClientUri, dialects.ApiKey).GetEmbeddingClient(model);
        var answer = await client.GenerateEmbeddingsAsync(
            ["godwit", "curlew"], new EmbeddingGenerationOptions { Dimensions = 8 });

        Assert.Equal(2, answer.Value.Count);
        Assert.All(answer.Value, one => Assert.Equal(8, one.ToFloats().Length));
        Assert.True(answer.Value.Usage.InputTokenCount > 0);
    }

    private Task<JsonElement> RunAsync(string model, string script) =>
        (dialects.Client with { Model = model }).RunAsync(script, "embeddings");
}
