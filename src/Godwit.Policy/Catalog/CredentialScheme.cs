using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>The ways a credential travels.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CredentialScheme>))]
public enum CredentialScheme
{
    /// <summary><c>Authorization: Bearer …</c>.</summary>
    Bearer,

    /// <summary>The bare credential in a header of its own.</summary>
    Header,

    /// <summary>Tencent Cloud's signature over headers and body.</summary>
    [JsonStringEnumMemberName("tc3_hmac_sha256")]
    Tc3HmacSha256,

    /// <summary>Baidu Cloud's signature over method, path, query and headers.</summary>
    [JsonStringEnumMemberName("bce_auth_v1")]
    BceAuthV1,

    /// <summary>A token that Baidu Cloud gives out for a request that is signed with its access key.</summary>
    BceBearer,

    /// <summary>A token signed with the secret half of a Zhipu key; its times are milliseconds.</summary>
    ZhipuJwt,

    /// <summary>A token signed with a SenseNova access key; its times are seconds.</summary>
    SensenovaJwt,

    /// <summary>Amazon's signature, version 4.</summary>
    [JsonStringEnumMemberName("aws_sigv4")]
    AwsSigV4,

    /// <summary>A token that Google gives out for a service account.</summary>
    GoogleServiceAccount,

    /// <summary>A token that Microsoft Entra gives out for client credentials.</summary>
    EntraClient,
}
